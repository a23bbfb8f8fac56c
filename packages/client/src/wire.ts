// The only door to the protocol. The bundle inlines what it needs, and `pnpm bundle` puts the protocol's own
// declarations in the place of this file's, so that who installs the client needs no second package.
export * from '@livelet/protocol/wire'
