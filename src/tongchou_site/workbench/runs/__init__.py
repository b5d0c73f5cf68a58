"""The room of the runs: what was computed when and why, one that goes on now, and the button that starts one."""
