"""Ways to send a message: a mail server, a folder of mails, or issues on the forge."""
