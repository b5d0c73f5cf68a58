"""The room of the briefings (简报): draft one from the latest answer, edit it, issue it, take it along as a file."""
