package io.slipway.scoring;

import java.nio.file.Path;

/**
 * Where the compiled form of a model may be kept, and what it must be of to be read.
 *
 * @param file is replaced as a whole, and may be lost at any time. Whoever can write it decides
 *     what is answered: it must lie where nobody can but those who could replace this program
 * @param source the digest of the model's bytes, which were just hashed
 * @param build names everything that a model is made by: programs, libraries, Java. No two builds
 *     that differ have one name
 */
public record CompiledPlace(Path file, String source, String build) {}
