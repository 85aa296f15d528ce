package io.slipway.testing.apiserver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class against a real API server, which all test classes of one JVM share.
 * Constructors and methods may take an {@link ApiServer} or a {@link
 * io.fabric8.kubernetes.client.KubernetesClient} with an administrator's rights. Where there is no
 * binary to start it from, the class is skipped and one line says why.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ApiServerExtension.class)
public @interface WithApiServer {}
