"""What travels between the front end and the kernel."""
