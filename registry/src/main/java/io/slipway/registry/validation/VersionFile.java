package io.slipway.registry.validation;

import java.nio.file.Path;

/**
 * A file of a version.
 *
 * @param path within the version, not trusted; {@code /} between its names
 * @param bytes where they are: a copy that is nobody else's, since what reads it is not trusted
 *     with the only one
 */
public record VersionFile(String path, Path bytes) {}
