"""What officers see and do: one folder a room, each with its views, page data and templates."""
