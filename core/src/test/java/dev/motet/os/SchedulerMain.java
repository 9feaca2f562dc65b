package dev.motet.os;

import java.io.IOException;

/// A process that opens a Linux back end and says where its virtual threads run, or why it cannot.
final class SchedulerMain {
  private SchedulerMain() {}

  public static void main(String[] args) throws Exception {
    try (EpollBackend backend = new EpollBackend()) {
      Thread thread = backend.threads().newThread(() -> System.out.println(Thread.currentThread()));
      thread.start();
      thread.join();
    } catch (IOException e) {
      System.out.println("IOException: " + e.getMessage());
    }
  }
}
