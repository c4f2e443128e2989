"""Publication: versions that never change, and the proof of what they rest on."""
