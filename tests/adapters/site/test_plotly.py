"""The chart library that a page loads is what its charts are drawn with, and nothing else."""

from __future__ import annotations

from boardpack.adapters.site.plotly import DRAWN_KINDS, read_chart_library, reduce_script

SCRIPT = (
    'head;var a=W((e,t)=>{t.exports="used by both"});'
    'var c=W((e,t)=>{a();t.exports={moduleType:"trace",name:"bar"}});'
    "var d=W((e,t)=>{t.exports=c()});"
    'var f=W((e,t)=>{a(),g();t.exports={moduleType:"trace",name:"surface"}});'
    'var g=W((e,t)=>{t.exports="used by the surface"});'
    "var h=W((e,t)=>{t.exports=a()});"
    "var i=W((e,t)=>{var n=h();n.register([d(),f()]);t.exports=n});return i();})();tail"
)


def test_kinds_of_chart_that_no_page_has_are_left_out_with_what_only_they_call() -> None:
    assert reduce_script(SCRIPT) == (
        'head;var a=W((e,t)=>{t.exports="used by both"});'
        'var c=W((e,t)=>{a();t.exports={moduleType:"trace",name:"bar"}});'
        "var d=W((e,t)=>{t.exports=c()});"
        "var h=W((e,t)=>{t.exports=a()});"
        "var i=W((e,t)=>{var n=h();n.register([d()]);t.exports=n});return i();})();tail"
    )


def test_a_script_that_is_put_together_in_another_way_stays_whole() -> None:
    assert reduce_script("export default Plotly;") == "export default Plotly;"


def test_what_is_left_of_the_installed_library_is_a_quarter_and_names_its_licence() -> None:
    script = read_chart_library()
    assert len(script) < 1_200_000
    assert "Licensed under the MIT license" in script[:200]
    for kind in DRAWN_KINDS:
        assert f'moduleType:"trace",name:"{kind}"' in script
    assert 'name:"scattergl"' not in script
