/** Why there will be no connection until the person acts: what happened, and what to do. */
export const endedWords = {
  removed: {
    title: "This device was signed out",
    lead: "You or an administrator removed it, or your access was ended. Nothing more can be read or sent from here.",
  },
  refused: {
    title: "This device is no longer recognised",
    lead: "The server does not accept its credentials any more. Pair it again to go on.",
  },
  expired: {
    title: "This device's access has ended",
    lead: "It lasts for a set time and is not prolonged here. Pair it again to go on.",
  },
};
