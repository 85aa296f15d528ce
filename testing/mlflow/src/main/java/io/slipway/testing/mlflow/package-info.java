/**
 * An MLflow server that is not ours, as those who keep models in one have it, with models in it
 * that MLflow's own client registered. It knows nothing of test frameworks.
 */
@NullMarked
package io.slipway.testing.mlflow;

import org.jspecify.annotations.NullMarked;
