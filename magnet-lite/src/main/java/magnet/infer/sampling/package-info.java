/**
 * How the next token is drawn from logits, one file for each way: greedy, temperature, top-k,
 * top-p, min-p, a penalty on repetition. Samplers wrap one another. They know numbers, no model.
 */
package magnet.infer.sampling;
