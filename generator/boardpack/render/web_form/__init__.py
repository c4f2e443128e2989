"""The form in the browser, in which services write their submissions."""
