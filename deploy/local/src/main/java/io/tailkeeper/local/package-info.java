/** The tailkeeper program: its commands. */
package io.tailkeeper.local;
