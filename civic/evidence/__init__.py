"""What a process rests on: site visits, expert talks, key figures and what people have said."""
