/**
 * Lines of text, and rows of Parquet that are said as such, to rows with keys. The values are read
 * by the very code that reads them for the pod, so that a row means the same offline as online;
 * what is here finds the lines at fault among many and says where they are. Knows nothing of models
 * beyond their signature.
 */
@NullMarked
package io.slipway.batch.rows;

import org.jspecify.annotations.NullMarked;
