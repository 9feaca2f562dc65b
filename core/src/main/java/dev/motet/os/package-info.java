/// The operating system beneath NIO: system calls, descriptors on epoll loops, splice, batches of
/// datagrams. The only package that uses `java.lang.foreign`.
@NullMarked
package dev.motet.os;

import org.jspecify.annotations.NullMarked;
