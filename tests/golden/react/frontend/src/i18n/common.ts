import { fill, gettext, ngettext } from "./gettext";

/** Texts of what every site has: the frame around the pages, and accounts. */
export const common = {
  layout: {
    skip: gettext("Skip to content"),
    main: gettext("Main"),
    language: gettext("Language"),
    darkTheme: gettext("Dark theme"),
    administration: gettext("Administration"),
    signOut: gettext("Sign out"),
    loading: gettext("Loading…"),
  },
  errors: {
    failed: gettext("That did not work. Please try again in a moment."),
    tooOften: (minutes: number) =>
      fill(
        ngettext(
          "That was tried too often. Wait a minute, then try again.",
          "That was tried too often. Wait %(minutes)s minutes, then try again.",
          minutes,
        ),
        { minutes },
      ),
    forbidden: gettext("This page is not open to you"),
    forbiddenAdvice: gettext("If you think it should be, ask whoever runs this site for access."),
    notFound: gettext("There is no page here"),
    notFoundAdvice: gettext("The link may be old, or the address mistyped."),
    goHome: gettext("Go to the start page"),
    broken: gettext("Something went wrong"),
    brokenAdvice: gettext("Please reload the page. If it happens again, try in a few minutes."),
    reload: gettext("Reload the page"),
    tryAgain: gettext("Try again"),
  },
  signIn: {
    title: gettext("Sign in"),
    heading: (site: string) => fill(gettext("Sign in to %(site)s"), { site }),
    action: gettext("Sign in"),
    email: gettext("Email address"),
    password: gettext("Password"),
    forgot: gettext("Forgot your password?"),
  },
  profile: {
    link: gettext("Profile"),
    title: gettext("Profile"),
    heading: gettext("Your profile"),
    name: gettext("Name"),
    email: gettext("Email address"),
    action: gettext("Save"),
    saved: gettext("Your profile is saved."),
  },
  passwordChange: {
    link: gettext("Change password"),
    title: gettext("Change password"),
    heading: gettext("Change your password"),
    old: gettext("Old password"),
    new: gettext("New password"),
    repeat: gettext("New password confirmation"),
    rules: gettext("At least 12 characters, not only digits, and nothing that is easy to guess."),
    action: gettext("Change password"),
    done: gettext("Your password is changed."),
  },
  passwordReset: {
    title: gettext("Reset your password"),
    explanation: gettext("Tell us your address and we will send a link to choose a new password."),
    action: gettext("Send the link"),
    back: gettext("Back to sign in"),
    sent: gettext("If there is an account for that address, a message with a link is on its way."),
  },
  passwordResetConfirm: {
    title: gettext("Choose a new password"),
    action: gettext("Set the password"),
    done: gettext("Your new password is set. Sign in with it."),
    dead: gettext("This link does not work any more"),
    deadAdvice: gettext("It was used already, or it is too old."),
    again: gettext("Get a new link"),
  },
};
