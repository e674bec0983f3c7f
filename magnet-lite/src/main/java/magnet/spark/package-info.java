/**
 * Beyond one machine: recipes, embeddings and trainings whose work Apache Spark spreads over a
 * cluster.
 *
 * <p>The only room that knows Spark, which is no part of the library: whoever uses this package
 * brings Spark 4 for Scala 2.13, and nothing below knows that there are clusters. SPARK.md, beside
 * the module's README, tells how to start.
 */
package magnet.spark;
