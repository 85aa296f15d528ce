package io.slipway.registry.rendition;

import java.nio.file.Path;

/**
 * A file that holds a model, or what belongs to it.
 *
 * @param name such as {@code model.pmml.json}; of the original, its path in the version
 * @param file where it is for the moment
 * @param size in bytes
 * @param gzippedSize in bytes as gzip packs it: what a download takes
 */
public record Form(String name, String mediaType, Path file, long size, long gzippedSize) {}
