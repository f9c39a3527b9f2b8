"""What was the difference, and how sure are we: comparisons, expectations, pooling, power, sensitivity, matching."""
