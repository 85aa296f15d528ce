/**
 * An S3-compatible store that is not ours, as those who keep models in one have it. It knows
 * nothing of models, and nothing of test frameworks.
 */
@NullMarked
package io.slipway.testing.s3;

import org.jspecify.annotations.NullMarked;
