package magnet.train;

/**
 * An objective and what it counts over the steps.
 *
 * @param objective what to learn
 * @param weight its weight in the total
 */
public record WeightedObjective(TrainingObjective objective, Schedule weight) {}
