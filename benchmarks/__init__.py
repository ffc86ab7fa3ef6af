"""What is measured, beside its peers, as ratios or times of one run."""
