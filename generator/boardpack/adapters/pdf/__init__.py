"""From HTML to PDF in processes of their own."""
