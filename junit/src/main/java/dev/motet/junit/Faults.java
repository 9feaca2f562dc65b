package dev.motet.junit;

import dev.motet.io.Destination;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// The faults that are on. A connection has those that were on for its destination when it was
/// opened, except that a black hole also swallows what runs already. Thread-safe.
public final class Faults {
  private record Entry(Predicate<Destination> where, Fault fault) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final Predicate<Destination> where;
  private final List<Entry> all;

  Faults() {
    this.where = _ -> true;
    this.all = entries;
  }

  private Faults(List<Entry> all, Predicate<Destination> where) {
    this.where = where;
    this.all = all;
  }

  /// The same switches, for one host only: a name or an address as the client writes it.
  public Faults on(String host) {
    return new Faults(all, to -> to.host().equalsIgnoreCase(host));
  }

  public Faults latency(Duration time) {
    return add(new Fault.Latency(time));
  }

  public Faults bandwidth(long bytesPerSecond) {
    return add(new Fault.Bandwidth(bytesPerSecond));
  }

  public Faults reset(long afterBytes) {
    return add(new Fault.Reset(afterBytes));
  }

  public Faults blackhole() {
    return add(new Fault.Blackhole());
  }

  public Faults dnsFailure() {
    return add(new Fault.DnsFailure());
  }

  public Faults refused() {
    return add(new Fault.Refused());
  }

  private Faults add(Fault fault) {
    all.add(new Entry(where, fault));
    return this;
  }

  /// Turns all faults off, wherever they were turned on.
  public void clear() {
    all.clear();
  }

  List<Fault> of(Destination to) {
    return all.stream().filter(e -> e.where.test(to)).map(Entry::fault).toList();
  }

  boolean swallows(Destination to) {
    for (Entry e : all) {
      if (e.fault instanceof Fault.Blackhole && e.where.test(to)) {
        return true;
      }
    }
    return false;
  }
}
