"""Git's history and the forges' answers turned into testimony; the verdicts are `signoff`'s."""
