/** What the live room adds. */
