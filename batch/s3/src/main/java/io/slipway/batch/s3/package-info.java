/**
 * Files of a run and what its workers have finished, in an S3-compatible store. Nothing is read but
 * what was planned, and nothing that counts is ever replaced; what a store cannot do is said with
 * the bucket, the key and what to do.
 */
@NullMarked
package io.slipway.batch.s3;

import org.jspecify.annotations.NullMarked;
