"""周动态、月通报、季排名、半年观摩、年终总结: what the casework holds of a period, on paper."""
