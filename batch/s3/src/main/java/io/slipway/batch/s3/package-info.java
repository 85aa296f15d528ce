/**
 * Files of a run, what its workers have finished, and folders that set versions share, in an
 * S3-compatible store. Nothing is read but what was planned, and nothing that counts is ever
 * replaced; what a store cannot do is said with the bucket, the key and what to do.
 */
@NullMarked
package io.slipway.batch.s3;

import org.jspecify.annotations.NullMarked;
