@NullMarked
package io.slipway.sources.mlflow;

import org.jspecify.annotations.NullMarked;
