"""Pure figures on meetings: who was there, whether they could decide, what came of it."""
