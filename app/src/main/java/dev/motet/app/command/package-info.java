/// What a user can type: each command is one class.
@NullMarked
package dev.motet.app.command;

import org.jspecify.annotations.NullMarked;
