/**
 * The part of S3 that reading models needs: signed requests for an object and for a list of them.
 */
@NullMarked
package io.slipway.sources.s3;

import org.jspecify.annotations.NullMarked;
