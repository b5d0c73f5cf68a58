"""What goes on without a request: runs of the cycle, reminders, lights, nightly work."""
