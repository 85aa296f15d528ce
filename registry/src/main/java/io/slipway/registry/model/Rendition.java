package io.slipway.registry.model;

/**
 * Another form of a version's model, which the registry made of it: derived bytes, with a digest of
 * their own.
 *
 * @param name such as {@code pmml+json}
 */
public record Rendition(String name, String mediaType, Digest digest, long size) {}
