import { Component, type ReactNode } from "react";

type ErrorBoundaryProps = { children: ReactNode; fallback: (error: Error) => ReactNode };

/** Shows something else when what is in it cannot be drawn. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error ? this.props.fallback(error) : this.props.children;
  }
}
