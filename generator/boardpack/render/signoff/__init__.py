"""What people are shown of sign-off: before they decide, what stands, and the certificate."""
