/// A proxy for tests, with faults that they can turn on: [MotetExtension] starts it, [TestProxy] is
/// what a test holds.
@NullMarked
package dev.motet.junit;

import org.jspecify.annotations.NullMarked;
