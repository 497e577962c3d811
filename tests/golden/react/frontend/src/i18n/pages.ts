import { fill, gettext } from "./gettext";

/** Texts of the site's own pages. */
export const pages = {
  home: {
    title: gettext("One calm place for the work that matters"),
    lead: (site: string) =>
      fill(
        gettext(
          "%(site)s brings people, plans and progress together, on any device, without getting in your way.",
        ),
        { site },
      ),
    dashboard: gettext("Go to your dashboard"),
    seeWhy: gettext("See why"),
    why: gettext("Good manners, built in"),
    whyLead: gettext("The things you notice only when they are missing."),
    quick: {
      title: gettext("Quick to open"),
      text: gettext("Pages are small and arrive ready to read, on a fast line or a slow one."),
    },
    private: {
      title: gettext("Private by design"),
      text: gettext("No trackers and no third parties. What you enter stays with us."),
    },
    everyone: {
      title: gettext("Made for everyone"),
      text: gettext("Keyboard, screen reader, small phone: each of them reaches everything."),
    },
    easy: {
      title: gettext("Easy on the eyes"),
      text: gettext("Light or dark, as your system says or as you choose."),
    },
    careful: {
      title: gettext("Careful with accounts"),
      text: gettext("Passwords are kept as strong hashes, and every page travels encrypted."),
    },
    current: {
      title: gettext("Never in the way"),
      text: gettext(
        "A page changes where you are, without a reload and without losing your place.",
      ),
    },
    closing: gettext("Ready when you are"),
    closingLead: gettext("Pick up where you left off, from wherever you are."),
  },
  dashboard: {
    title: gettext("Dashboard"),
    welcome: (name: string) => fill(gettext("Welcome, %(name)s"), { name }),
    start: gettext("Getting started"),
    done: gettext("Done"),
    signIn: gettext("Sign in"),
    since: (date: string) => fill(gettext("You have had this account since %(date)s."), { date }),
    name: gettext("Tell us your name"),
    nameWhy: gettext("It is how this site greets you, and how others will know you."),
    addName: gettext("Add your name"),
    others: gettext("Let others in"),
    othersWhy: gettext("Create accounts for the people you work with."),
    addUser: gettext("Add a user"),
    account: gettext("Your account"),
    lastSignIn: gettext("Last sign-in"),
    editProfile: gettext("Edit your profile"),
  },
};
