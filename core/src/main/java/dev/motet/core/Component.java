package dev.motet.core;

import java.util.concurrent.atomic.AtomicInteger;

/// A component of a running instance under the name that configuration gave it. Components
/// themselves know neither their type nor their tag.
///
/// It is held by the configuration that names it, by each session that uses it and by each
/// component that depends on it; when the last of them lets go, the component closes. Thread-safe.
///
/// @param <C> inbound, outbound, service, DNS server
public final class Component<C extends Lifecycle> {
  private final String slot;
  private final String type;
  private final String tag;
  private final C instance;
  private final Log log;
  private final Runnable afterClose;
  private final AtomicInteger holders = new AtomicInteger(1);

  /// Held by its creator from the start.
  ///
  /// @param slot `inbound`, `outbound`, …: the first word of its log name
  /// @param afterClose runs once, after the instance closed: lets go of what it depends on
  public Component(String slot, String type, String tag, C instance, Runnable afterClose) {
    this.slot = slot;
    this.type = type;
    this.tag = tag;
    this.instance = instance;
    this.log = Log.named(name(slot, type, tag));
    this.afterClose = afterClose;
  }

  /// `inbound/socks[in]`.
  public static String name(String slot, String type, String tag) {
    return slot + "/" + type + "[" + tag + "]";
  }

  public String type() {
    return type;
  }

  public String tag() {
    return tag;
  }

  public C instance() {
    return instance;
  }

  public Log log() {
    return log;
  }

  /// Holds the component.
  ///
  /// @return false when it is closed already: its replacement is to be looked up again
  public boolean hold() {
    for (int now = holders.get(); now > 0; now = holders.get()) {
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
    }
    return false;
  }

  /// Lets go; the last one closes the instance.
  public void release() {
    int left = holders.decrementAndGet();
    if (left == 0) {
      instance.close();
      afterClose.run();
    } else if (left < 0) {
      throw new IllegalStateException(this + " released more often than held");
    }
  }

  @Override
  public String toString() {
    return name(slot, type, tag);
  }
}
