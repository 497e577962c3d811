/** Texts of the site's own pages. */
export const pages = {
  home: {
    title: "One calm place for the work that matters",
    lead: (site: string) =>
      `${site} brings people, plans and progress together, on any device, without getting in your way.`,
    dashboard: "Go to your dashboard",
    seeWhy: "See why",
    why: "Good manners, built in",
    whyLead: "The things you notice only when they are missing.",
    quick: {
      title: "Quick to open",
      text: "Pages are small and arrive ready to read, on a fast line or a slow one.",
    },
    private: {
      title: "Private by design",
      text: "No trackers and no third parties. What you enter stays with us.",
    },
    everyone: {
      title: "Made for everyone",
      text: "Keyboard, screen reader, small phone: each of them reaches everything.",
    },
    easy: {
      title: "Easy on the eyes",
      text: "Light or dark, as your system says or as you choose.",
    },
    careful: {
      title: "Careful with accounts",
      text: "Passwords are kept as strong hashes, and every page travels encrypted.",
    },
    current: {
      title: "Never in the way",
      text: "A page changes where you are, without a reload and without losing your place.",
    },
    closing: "Ready when you are",
    closingLead: "Pick up where you left off, from wherever you are.",
  },
  dashboard: {
    title: "Dashboard",
    welcome: (name: string) => `Welcome, ${name}`,
    start: "Getting started",
    done: "Done",
    signIn: "Sign in",
    since: (date: string) => `You have had this account since ${date}.`,
    name: "Tell us your name",
    nameWhy: "It is how this site greets you, and how others will know you.",
    addName: "Add your name",
    others: "Let others in",
    othersWhy: "Create accounts for the people you work with.",
    addUser: "Add a user",
    account: "Your account",
    lastSignIn: "Last sign-in",
    editProfile: "Edit your profile",
  },
};
