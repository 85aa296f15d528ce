/**
 * What MLflow keeps of models, by its REST API: versions, aliases, runs, and which of a version's
 * files is the model.
 */
@NullMarked
package io.slipway.sources.mlflow;

import org.jspecify.annotations.NullMarked;
