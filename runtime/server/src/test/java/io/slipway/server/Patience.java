package io.slipway.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what is to come about. Awaitility's own ten seconds are less than a
 * machine whose processors are somebody else's may need; who waits longer proves no less.
 */
public final class Patience implements LauncherSessionListener {
  private static final Duration MOST = Duration.ofSeconds(45);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(MOST);
  }
}
