package io.slipway.batch.summary;

/**
 * What predictions have of one output.
 *
 * @param name of the column
 * @param missing predictions that have no value of it
 */
public record OutputSummary(String name, long missing, Distribution distribution) {}
