"""Periodic reports (周动态、月通报、季排名、半年观摩、年终总结) of the work that the casework records."""
