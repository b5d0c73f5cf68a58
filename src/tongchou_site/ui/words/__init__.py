"""The fixed words of the doors, a file a room: key -> [Chinese, English]. Both are always there."""
